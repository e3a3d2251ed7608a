import { type Resolvers } from '../src/generated/resolvers';

export const refundResolvers: Resolvers = {
  Mutation: {
    refundPayment: (_parent, { input }, { services, principal }) => services.refunds.refund(principal, input),
  },
  RefundPaymentPayload: {
    id: ({ refund }) => refund.id,
    paymentVersion: ({ payment }) => payment.version,
  },
};
