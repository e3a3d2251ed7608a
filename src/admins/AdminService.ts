import { type EntityManager } from 'typeorm';
import { type Clock } from '../clock';
import { type Database, isDuplicateKey } from '../database/Database';
import { newId } from '../database/ids';
import { emailKey, requireEmail } from '../emailAddress';
import { ConflictError } from '../errors';
import { requireText } from '../validation';
import { Admin } from './Admin';
import { type PasswordHasher } from './PasswordHasher';
import { requirePassword } from './passwords';

export interface AdminInput {
  email: string;
  /** 1 to 80 characters. */
  name: string;
  password: string;
}

/** An admin who was checked and only has to be written down. */
export type PreparedAdmin = Omit<Admin, 'platformId'>;

interface AdminServiceParts {
  database: Database;
  clock: Clock;
  passwords: PasswordHasher;
}

/** The people who manage a platform's keys. The operator makes them, from the command line. */
export class AdminService {
  constructor(private readonly parts: AdminServiceParts) {}

  /**
   * @throws BadUserInputError naming what is wrong
   * @throws ConflictError when an admin, of whatever platform, has this e-mail
   */
  async create({ platformId, ...input }: AdminInput & { platformId: string }): Promise<Admin> {
    const prepared = await this.prepare(input);
    return this.parts.database.transaction((manager) => this.insert(manager, platformId, prepared));
  }

  /**
   * What can be done before the transaction: checks the input and hashes the password.
   * @throws BadUserInputError naming what is wrong
   */
  async prepare(input: AdminInput): Promise<PreparedAdmin> {
    const createdAt = this.parts.clock();
    const email = emailKey(requireEmail('email', input.email));
    const name = requireText('name', input.name, { max: 80 });
    const password = requirePassword('password', input.password);
    const passwordHash = await this.parts.passwords.hash(email, password);
    return { id: newId(createdAt), email, name, passwordHash, createdAt, lastSignedInAt: null };
  }

  /** @throws ConflictError when an admin, of whatever platform, has this e-mail */
  async insert(manager: EntityManager, platformId: string, prepared: PreparedAdmin): Promise<Admin> {
    const admin = manager.create(Admin, { ...prepared, platformId });
    try {
      await manager.insert(Admin, admin);
      return admin;
    } catch (error) {
      throw isDuplicateKey(error) ? ConflictError.duplicate('email', admin.email) : error;
    }
  }
}
