import { type TestPlatform } from './TestPlatform';

/** Gives a platform at least one row in every table that belongs to platforms. */
export async function populate(platform: TestPlatform): Promise<void> {
  const key = await platform.apiKey({ grantAll: true });
  await key.data('mutation { createVideo(input: { title: "Sourdough from scratch" }) { id } }');
}
