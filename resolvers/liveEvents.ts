import { type Resolvers } from '../src/generated/resolvers';
import { referred } from './related';
import { minutesOf } from '../src/liveEvents/duration';

export const liveEventResolvers: Resolvers = {
  Query: {
    liveEvents: (_parent, args, { services, principal }) => services.liveEvents.list(principal, args),
    liveEvent: (_parent, args, { services, principal }) => services.liveEvents.find(principal, args),
  },
  Mutation: {
    scheduleLiveEvent: (_parent, { input }, { services, principal }) =>
      services.liveEvents.schedule(principal, input),
    updateLiveEvent: (_parent, { input }, { services, principal }) =>
      services.liveEvents.update(principal, input),
    cancelLiveEvent: (_parent, { input }, { services, principal }) =>
      services.liveEvents.cancel(principal, input),
  },
  LiveEvent: {
    durationMinutes: (event) => minutesOf(event),
    recording: referred(
      ({ recordingId }) => recordingId,
      ({ videos }) => videos.byId,
    ),
  },
  ScheduleLiveEventPayload: { liveEvent: (event) => event },
  UpdateLiveEventPayload: { liveEvent: (event) => event },
  CancelLiveEventPayload: { liveEvent: (event) => event },
};
