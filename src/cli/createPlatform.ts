import { foundPlatform } from '../platforms/foundPlatform';
import { runCommand } from './command';
import { newPassword } from './newPassword';

void runCommand({
  name: 'platform:create',
  purpose: 'Makes a platform and its first admin.',
  required: { name: 'name', 'admin-email': 'e-mail' },
  optional: { 'admin-name': 'name', 'time-zone': 'IANA name' },
  run: async (operator, options) => {
    const email = options.of('admin-email');
    const { password, note } = await newPassword(options.generatePassword);
    const { platform, admin } = await foundPlatform(
      operator,
      { name: options.of('name'), timeZone: options.find('time-zone') },
      { email, name: options.find('admin-name') ?? email.replace(/@.*$/, ''), password },
    );
    console.log(`Platform: ${platform.name} (${platform.id})\nAdmin: ${admin.email}\n${note}`);
  },
});
