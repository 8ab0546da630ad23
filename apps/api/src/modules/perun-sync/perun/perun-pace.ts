import { Inject, Injectable } from '@nestjs/common';
import { type RetryRule } from '@os-credits/perun-client';
import { PERUN_SETTINGS, type PerunSettings } from '../../../platform/config/index.js';

/** How long an attempt of an ordinary call may take at most, however long bulk calls may. */
const ORDINARY_SECONDS_MAX = 60;

/** How long calls of Perun may take, and how they are repeated; read whenever a session begins. */
@Injectable()
export class PerunPace {
  timeoutMs: number;
  bulkTimeoutMs: number;
  /** What differs from the client's own rule. */
  retry: Partial<RetryRule> = {};

  constructor(@Inject(PERUN_SETTINGS) { PERUN_TIMEOUT_SECONDS: seconds }: PerunSettings) {
    this.timeoutMs = Math.min(ORDINARY_SECONDS_MAX, seconds) * 1000;
    this.bulkTimeoutMs = seconds * 1000;
  }
}
