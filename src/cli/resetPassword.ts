import { runCommand } from './command';
import { newPassword } from './newPassword';

void runCommand({
  name: 'admin:reset-password',
  purpose: "Gives an admin a new password and ends all of that admin's sessions.",
  required: { email: 'e-mail' },
  optional: {},
  run: async ({ passwords }, options) => {
    const { password, note } = await newPassword(options.generatePassword);
    const admin = await passwords.reset(options.of('email'), password, 'command line');
    console.log(`Admin: ${admin.email} (all sessions have ended)\n${note}`);
  },
});
