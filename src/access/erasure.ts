import { type Eraser } from '../database/erasure';
import { AccessGrant } from './AccessGrant';

/** A member's free access goes with them. */
export const eraseMemberGrants: Eraser = async (manager, { platformId, id }) => {
  await manager.delete(AccessGrant, { memberId: id, platformId });
};

/** Free access to a collection goes with the collection: a grant without one would be a grant to everything. */
export const eraseCollectionGrants: Eraser = async (manager, { platformId, id }) => {
  await manager.delete(AccessGrant, { collectionId: id, platformId });
};
