import { type z } from 'zod';
import { type perunAttributeUse } from '@os-credits/contracts';

/** Full names of the attributes in use; null for a use that this installation does not have. */
export interface AttributeUrns {
  readonly used: string | null;
  readonly granted: string | null;
  readonly mails: string | null;
  readonly timestamps: string | null;
}

type AttributeUse = z.infer<typeof perunAttributeUse> & { readonly key: keyof AttributeUrns };

/** Which attribute holds what, and who owns it; without those that are not in use. */
export function attributeUses(
  urns: AttributeUrns,
  ownsGrants: boolean,
  usedMeans: 'used' | 'remaining',
): AttributeUse[] {
  const uses: readonly Omit<AttributeUse, 'attribute'>[] = [
    {
      key: 'used',
      use: usedMeans === 'used' ? 'credits-used' : 'credits-remaining',
      direction: 'push',
    },
    { key: 'granted', use: 'credits-granted', direction: ownsGrants ? 'push' : 'pull' },
    { key: 'mails', use: 'mail-addresses', direction: 'pull' },
    { key: 'timestamps', use: 'timestamps', direction: 'push' },
  ];
  return uses.flatMap((use) => {
    const attribute = urns[use.key];
    return attribute === null ? [] : [{ ...use, attribute }];
  });
}
