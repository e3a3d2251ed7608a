import { runCommand } from './command';
import { newPassword } from './newPassword';

void runCommand({
  name: 'admin:create',
  purpose: 'Makes a further admin of a platform.',
  required: { platform: 'id or name', email: 'e-mail' },
  optional: { name: 'name' },
  run: async ({ admins, platforms }, options) => {
    const platform = await platforms.findByIdOrName(options.of('platform'));
    const email = options.of('email');
    const { password, note } = await newPassword(options.generatePassword);
    const name = options.find('name') ?? email.replace(/@.*$/, '');
    const admin = await admins.create({ platformId: platform.id, email, name, password });
    console.log(`Platform: ${platform.name} (${platform.id})\nAdmin: ${admin.email}\n${note}`);
  },
});
