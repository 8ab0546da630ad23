import { Inject, Injectable } from '@nestjs/common';
import {
  attributeOrNull,
  CREDITS_SETTINGS,
  PERUN_SETTINGS,
  perunConnection,
  type CreditsSettings,
  type PerunSettings,
} from '../../../platform/config/index.js';
import { type VanishLimits } from './plan/plan-projects.js';
import { type ValueRules } from './plan/plan-values.js';

/** What the settings say about the sync, in the words of its rules. */
@Injectable()
export class SyncRules {
  readonly values: ValueRules;
  readonly limits: VanishLimits;
  readonly resources: readonly { readonly id: number; readonly site: string }[];
  readonly peopleDays: number;

  constructor(
    @Inject(PERUN_SETTINGS) settings: PerunSettings,
    @Inject(CREDITS_SETTINGS) credits: CreditsSettings,
  ) {
    this.values = {
      usedMeans: settings.PERUN_USED_MEANS,
      ownsGrants: settings.PERUN_GRANTS_OWNED_BY === 'os-credits',
      precision: credits.OS_CREDITS_PRECISION,
      attributes: {
        used: attributeOrNull(settings.PERUN_ATTRIBUTE_USED),
        granted: attributeOrNull(settings.PERUN_ATTRIBUTE_GRANTED),
        timestamps: attributeOrNull(settings.PERUN_ATTRIBUTE_TIMESTAMPS),
      },
    };
    this.limits = { percentMax: settings.PERUN_VANISH_PERCENT_MAX };
    this.resources = perunConnection(settings)?.resources ?? [];
    this.peopleDays = settings.PERUN_PEOPLE_DAYS;
  }
}
