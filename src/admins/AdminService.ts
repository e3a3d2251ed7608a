import { hash } from 'bcrypt';
import { type Clock } from '../clock';
import { type Database, isDuplicateKey } from '../database/Database';
import { newId } from '../database/ids';
import { ConflictError } from '../errors';
import { requireText } from '../validation';
import { Admin } from './Admin';

export interface NewAdmin {
  platformId: string;
  email: string;
  name: string;
  password: string;
}

/** The people who manage a platform's keys. */
export class AdminService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly bcryptCost: number,
  ) {}

  /** @throws ConflictError when an admin, of whatever platform, has this e-mail */
  async create(input: NewAdmin): Promise<Admin> {
    const createdAt = this.clock();
    const email = requireText('email', input.email, { max: 254 }).toLowerCase();
    const name = requireText('name', input.name, { max: 80 });
    const passwordHash = await hash(input.password, this.bcryptCost);
    try {
      return await this.database.transaction(async (manager) => {
        const admin = manager.create(Admin, {
          id: newId(createdAt),
          platformId: input.platformId,
          email,
          name,
          passwordHash,
          createdAt,
        });
        await manager.insert(Admin, admin);
        return admin;
      });
    } catch (error) {
      throw isDuplicateKey(error) ? ConflictError.duplicate('email', email) : error;
    }
  }
}
