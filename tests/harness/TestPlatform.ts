import { ScopeSet } from '../../src/auth/scopes';
import { type AdminPrincipal } from '../../src/auth/principal';
import { type NewPlatform } from '../../src/platforms/PlatformService';
import { imageFormat } from '../../src/media/imageFormat';
import { type StoredMedia } from '../../src/media/MediaService';
import { type Services } from '../../src/services';
import { Client } from './Client';

const PASSWORD = 'correct horse battery staple';

let serial = 0;
const unique = (noun: string): string => `${noun} ${(serial += 1)}`;

export interface KeyOptions {
  scopes?: readonly string[];
  grantAll?: boolean;
  name?: string;
  expiresAt?: Date | null;
}

/** A platform of a test's own on a test server, and the clients that it needs. */
export class TestPlatform {
  private constructor(
    readonly id: string,
    /** The first admin, for calling services directly. */
    readonly adminPrincipal: AdminPrincipal,
    readonly adminPassword: string,
    readonly services: Services,
    private readonly address: string,
  ) {}

  static async create(
    services: Services,
    address: string,
    options: Partial<NewPlatform> = {},
  ): Promise<TestPlatform> {
    const platform = await services.platforms.create({ name: unique('Platform'), ...options });
    const admin = await services.admins.create({
      platformId: platform.id,
      email: `${unique('admin').replace(' ', '-')}@${platform.id}.example`,
      name: 'Ada Admin',
      password: PASSWORD,
    });
    const principal: AdminPrincipal = {
      kind: 'admin',
      requestId: 'test',
      id: admin.id,
      name: admin.name,
      email: admin.email,
      platformId: platform.id,
      sessionId: 'none',
      scopes: new ScopeSet([], new Uint32Array()),
      expiresAt: new Date(8.64e15),
    };
    return new TestPlatform(platform.id, principal, PASSWORD, services, address);
  }

  /** A client with a fresh API key of this platform. */
  async apiKey({ name = unique('key'), ...options }: KeyOptions): Promise<Client> {
    const { token } = await this.services.apiKeys.create(this.adminPrincipal, { name, ...options });
    return new Client(this.address, token.reveal());
  }

  /** Stores an image, as if a model had drawn it. */
  async storeImage(bytes: Buffer): Promise<StoredMedia> {
    const format = imageFormat(bytes);
    if (format === null) throw new Error('That is no image.');
    return this.services.media.add(this.adminPrincipal, { kind: 'COVER', bytes, format });
  }

  /** A client that is signed in as the platform's admin. */
  async admin(): Promise<Client> {
    const { token } = await this.services.sessions.signIn({
      email: this.adminPrincipal.email,
      password: this.adminPassword,
      clientAddress: '127.0.0.1',
      requestId: 'test',
    });
    return new Client(this.address, token);
  }
}
