import { Analytics1763900022000 } from './1763900022000-Analytics';
import { Collections1763900006000 } from './1763900006000-Collections';
import { AccessGrants1763900020000 } from './1763900020000-AccessGrants';
import { ApiKeys1763900001000 } from './1763900001000-ApiKeys';
import { AuditEntries1763900003000 } from './1763900003000-AuditEntries';
import { Comments1763900015000 } from './1763900015000-Comments';
import { Emails1763900023000 } from './1763900023000-Emails';
import { GuardrailCounters1763900004000 } from './1763900004000-GuardrailCounters';
import { GuardrailLimits1763900027000 } from './1763900027000-GuardrailLimits';
import { Media1763900025000 } from './1763900025000-Media';
import { Members1763900005000 } from './1763900005000-Members';
import { MemberUnsubscriptions1763900024000 } from './1763900024000-MemberUnsubscriptions';
import { Platforms1763900000000 } from './1763900000000-Platforms';
import { Posts1763900016000 } from './1763900016000-Posts';
import { PlansAndCoupons1763900017000 } from './1763900017000-PlansAndCoupons';
import { RefundsByTime1763900022500 } from './1763900022500-RefundsByTime';
import { SignInCounts1763900007000 } from './1763900007000-SignInCounts';
import { Captions1763900012000 } from './1763900012000-Captions';
import { Categories1763900013000 } from './1763900013000-Categories';
import { LiveEvents1763900014000 } from './1763900014000-LiveEvents';
import { Site1763900011000 } from './1763900011000-Site';
import { Presets1763900010000 } from './1763900010000-Presets';
import { SearchWords1763900029000 } from './1763900029000-SearchWords';
import { Segments1763900021000 } from './1763900021000-Segments';
import { StripeAccounts1763900019000 } from './1763900019000-StripeAccounts';
import { RepliesByStatus1763900033000 } from './1763900033000-RepliesByStatus';
import { ListFilters1763900034000 } from './1763900034000-ListFilters';
import { SearchSignatures1763900035000 } from './1763900035000-SearchSignatures';
import { StripeRefusals1763900028000 } from './1763900028000-StripeRefusals';
import { SubscriptionsAndPayments1763900018000 } from './1763900018000-SubscriptionsAndPayments';
import { Videos1763900002000 } from './1763900002000-Videos';

/** Every migration. TypeORM runs them in the order of the time stamps in their names. */
export const migrations = [
  Platforms1763900000000,
  ApiKeys1763900001000,
  Videos1763900002000,
  AuditEntries1763900003000,
  GuardrailCounters1763900004000,
  Members1763900005000,
  Collections1763900006000,
  SignInCounts1763900007000,
  Presets1763900010000,
  Captions1763900012000,
  Categories1763900013000,
  LiveEvents1763900014000,
  Site1763900011000,
  Comments1763900015000,
  Posts1763900016000,
  Emails1763900023000,
  MemberUnsubscriptions1763900024000,
  Media1763900025000,
  GuardrailLimits1763900027000,
  StripeAccounts1763900019000,
  PlansAndCoupons1763900017000,
  SubscriptionsAndPayments1763900018000,
  AccessGrants1763900020000,
  Segments1763900021000,
  Analytics1763900022000,
  RefundsByTime1763900022500,
  StripeRefusals1763900028000,
  SearchWords1763900029000,
  RepliesByStatus1763900033000,
  ListFilters1763900034000,
  SearchSignatures1763900035000,
];
