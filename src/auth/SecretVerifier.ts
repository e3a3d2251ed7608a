import { compare } from 'bcrypt';
import { type ApiKeyToken } from './apiKeyToken';

/** Decides whether a presented key's secret is the one that was hashed. */
export class SecretVerifier {
  /** @param hash bcrypt of the secret alone */
  async verify(token: ApiKeyToken, hash: string): Promise<boolean> {
    return compare(token.secret, hash);
  }
}
