import { type Resolvers } from '../src/generated/resolvers';

export const couponResolvers: Resolvers = {
  Query: {
    coupons: (_parent, args, { services, principal }) => services.coupons.list(principal, args),
  },
  Mutation: {
    createCoupon: (_parent, { input }, { services, principal }) => services.coupons.create(principal, input),
    deactivateCoupon: (_parent, { input }, { services, principal }) =>
      services.coupons.deactivate(principal, input),
  },
  Coupon: {
    amountOff: ({ amountOff, currency }) =>
      amountOff === null || currency === null ? null : { amount: amountOff, currency },
  },
  CreateCouponPayload: { coupon: (coupon) => coupon },
  DeactivateCouponPayload: { coupon: (coupon) => coupon },
};
