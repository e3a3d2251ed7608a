import { type EntityManager, In, IsNull } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database, isDuplicateKey } from '../database/Database';
import { type Eraser } from '../database/erasure';
import { groupBy } from '../database/groupBy';
import { assertId, isId, newId } from '../database/ids';
import { owned } from '../database/owned';
import { updateVersioned } from '../database/optimisticLock';
import { type Page } from '../database/paging';
import { rowsById } from '../database/rowsById';
import { toSearchText } from '../database/searchText';
import { readSearchedPage } from '../search/searchedPage';
import { emailKey } from '../emailAddress';
import { BadUserInputError, ConflictError, NotFoundError } from '../errors';
import { type GuardrailService } from '../guardrails/GuardrailService';
import { Member } from './Member';
import {
  type MemberEdit,
  type NewMember,
  readMemberEdit,
  readNewMember,
  readReason,
  type SeenMember,
} from './memberInput';
import { memberOrder, type MemberListRequest, SEARCHED_MEMBERS, whereMember } from './memberList';
import { MemberTag } from './MemberTag';

/** The members of the caller's platform. */
export class MemberService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly guardrails: GuardrailService,
    private readonly erasers: readonly Eraser[],
  ) {}

  /**
   * One member by id or e-mail address; null when the platform has no such member.
   * @throws BadUserInputError unless exactly one of the two is given
   */
  async find(
    { platformId }: Principal,
    { id, email }: { id?: string | null; email?: string | null },
  ): Promise<Member | null> {
    if ((id == null) === (email == null)) {
      throw new BadUserInputError('id', 'give either id or email.', 'exactly one of id and email');
    }
    if (id != null && !isId(id)) return null;
    const member = this.database
      .rows(Member, 'member')
      .where('member.platformId = :platformId', { platformId });
    if (id != null) return member.where('member.id = :id', { id }).first();
    return member.where('member.emailKey = :emailKey', { emailKey: emailKey(email ?? '') }).first();
  }

  /** @throws BadUserInputError for a filter or page that can't be */
  async list(principal: Principal, request: MemberListRequest): Promise<Page<Member>> {
    const { platformId } = principal;
    const query = this.database
      .rows(Member, 'member')
      .where('member.platformId = :platformId', { platformId });
    whereMember(query, request);
    return readSearchedPage(this.database, query, {
      searched: SEARCHED_MEMBERS,
      platformId,
      order: memberOrder(request),
      request,
    });
  }

  /** Those of `ids` that are there. One statement. */
  async byIds(principal: Principal, ids: readonly string[]): Promise<Map<string, Member>> {
    return rowsById(this.database, Member, principal, ids);
  }

  /** The tags of those of `ids` that have any, in alphabetical order. One statement. */
  async tagsOf({ platformId }: Principal, ids: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await this.database
      .rows(MemberTag, 'tagged')
      .where(owned('tagged'), { platformId })
      .where('tagged.memberId IN (:...ids)', { ids })
      .orderBy('tagged.memberId')
      .orderBy('tagged.tag')
      .all();
    const groups = groupBy(rows, (row) => row.memberId);
    return new Map([...groups].map(([id, tags]) => [id, tags.map(({ tag }) => tag)]));
  }

  /**
   * @throws BadUserInputError
   * @throws ConflictError when the platform has a member of this e-mail address
   */
  async add({ platformId }: Principal, input: NewMember): Promise<Member> {
    const now = this.clock();
    const { fields, tags } = readNewMember(input, now);
    return withFreeEmail(fields.email, () =>
      this.database.transaction(async (manager) => {
        const member = manager.create(Member, {
          ...fields,
          id: newId(now),
          platformId,
          status: 'ACTIVE',
          suspendedAt: null,
          suspensionReason: null,
          unsubscribedAt: null,
          searchText: toSearchText(fields.name, fields.email),
          wordsWritten: null,
          createdAt: now,
          updatedAt: now,
          version: 1,
        });
        await manager.insert(Member, member);
        await insertTags(manager, member, tags);
        return member;
      }),
    );
  }

  /**
   * Changes what the edit gives.
   * @throws BadUserInputError
   * @throws NotFoundError
   * @throws ConflictError when the member was edited since, or the e-mail address is taken
   */
  async update({ platformId }: Principal, input: MemberEdit): Promise<Member> {
    const { id, version } = input;
    assertId('Member', id);
    const now = this.clock();
    const { changes, tags, subscribed } = readMemberEdit(input, now);
    return withFreeEmail(changes.email, () =>
      this.database.transaction(async (manager) => {
        const key = { id, platformId, version };
        const subscription = subscribed === true ? { unsubscribedAt: null } : {};
        await updateVersioned(manager, Member, 'Member', key, {
          ...changes,
          ...subscription,
          // The index of words holds when they joined, too.
          ...(changes.joinedAt === undefined ? {} : { wordsWritten: null }),
          updatedAt: now,
        });
        // Since when stays what it was for those who have unsubscribed already.
        if (subscribed === false)
          await manager.update(Member, { id, platformId, unsubscribedAt: IsNull() }, { unsubscribedAt: now });
        // The row is ours until the end: what is read now can't change before searchText and the tags are written.
        const member = await manager.findOneByOrFail(Member, { id, platformId });
        if (changes.name !== undefined || changes.email !== undefined) {
          member.searchText = toSearchText(member.name, member.email);
          await manager.update(
            Member,
            { id, platformId },
            { searchText: member.searchText, wordsWritten: null },
          );
        }
        if (tags !== undefined) await replaceTags(manager, member, tags);
        if (changes.joinedAt !== undefined)
          await manager.update(MemberTag, { memberId: id, platformId }, { joinedAt: member.joinedAt });
        return member;
      }),
    );
  }

  /**
   * Shuts a member out.
   * @throws BadUserInputError
   * @throws NotFoundError
   * @throws ConflictError when the member was edited since, or is suspended already
   */
  async suspend(principal: Principal, input: SeenMember & { reason?: string | null }): Promise<Member> {
    const suspensionReason = readReason(input.reason);
    const suspendedAt = this.clock();
    return this.changeStatus(principal, input, { status: 'SUSPENDED', suspendedAt, suspensionReason });
  }

  /**
   * Lets a suspended member in again.
   * @throws NotFoundError
   * @throws ConflictError when the member was edited since, or is not suspended
   */
  async reinstate(principal: Principal, input: SeenMember): Promise<Member> {
    const active = { status: 'ACTIVE', suspendedAt: null, suspensionReason: null } as const;
    return this.changeStatus(principal, input, active);
  }

  /**
   * Erases a member and their tags for good. Counts as one of removeMember's `members`.
   * @throws NotFoundError
   * @throws ConflictError when another domain can't let them go: a subscription is still billed
   * @throws GuardrailExceededError
   */
  async remove(principal: Principal, id: string): Promise<void> {
    assertId('Member', id);
    const { platformId } = principal;
    await this.guardrails.transaction(principal, 'removeMember', async (manager) => {
      await this.guardrails.consume(manager, principal, 'removeMember', { members: 1 });
      const { affected } = await manager.delete(Member, { id, platformId });
      if (affected !== 1) throw new NotFoundError('Member', id);
      await manager.delete(MemberTag, { memberId: id, platformId });
      for (const erase of this.erasers) await erase(manager, { platformId, id });
    });
  }

  private async changeStatus(
    { platformId }: Principal,
    { id, version }: SeenMember,
    to: Pick<Member, 'status' | 'suspendedAt' | 'suspensionReason'>,
  ): Promise<Member> {
    assertId('Member', id);
    const from = to.status === 'ACTIVE' ? 'SUSPENDED' : 'ACTIVE';
    const updatedAt = this.clock();
    return this.database.transaction(async (manager) => {
      const { affected } = await manager.update(
        Member,
        { id, platformId, version, status: from },
        { ...to, updatedAt, version: version + 1 },
      );
      const member = await manager.findOneBy(Member, { id, platformId });
      if (member === null) throw new NotFoundError('Member', id);
      if (affected === 1) return member;
      if (member.version !== version) throw ConflictError.staleVersion('Member', version, member.version);
      throw new ConflictError(`Member is ${member.status} already.`, {
        field: 'status',
        current: member.status,
      });
    });
  }
}

/** Runs `write`; a duplicate key in it can only be the e-mail address. */
async function withFreeEmail<T>(email: string | undefined, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (email === undefined || !isDuplicateKey(error)) throw error;
    throw ConflictError.duplicate('input.email', email);
  }
}

/**
 * Deletes what goes and inserts what comes, row by row: deleting all of a member's tags would lock the gap around them
 * on MySQL where there are none, and edits of neighbouring members would wait for each other in a circle.
 */
async function replaceTags(manager: EntityManager, member: Member, tags: readonly string[]): Promise<void> {
  const present = await manager.findBy(MemberTag, { memberId: member.id });
  const gone = present.filter(({ tag }) => !tags.includes(tag));
  if (gone.length > 0) {
    await manager.delete(MemberTag, { memberId: member.id, tag: In(gone.map(({ tag }) => tag)) });
  }
  const missing = tags.filter((tag) => !present.some((row) => row.tag === tag));
  await insertTags(manager, member, missing);
}

async function insertTags(
  manager: EntityManager,
  { id, platformId, joinedAt }: Member,
  tags: readonly string[],
): Promise<void> {
  if (tags.length === 0) return;
  await manager.insert(
    MemberTag,
    tags.map((tag) => ({ memberId: id, tag, platformId, joinedAt })),
  );
}
