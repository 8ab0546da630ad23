import { correctionResponse, type CorrectionResponse } from '@os-credits/contracts';
import { apiUrl, apiWrite } from '../../shared/api/api-client.js';
import { type CorrectionTarget } from './corrections.params.js';

/** What is sent, whole: what was previewed is what is posted. */
export type CorrectionBody = {
  /** Signed; absent for a reversal, which undoes the whole entry. */
  credits?: string;
  reason: string;
  effectiveAt?: string;
  attachment: string | null;
};

type Correction = {
  project: string;
  target: CorrectionTarget;
  body: CorrectionBody;
  csrfToken: string;
};

function addressOf({ project, target }: Pick<Correction, 'project' | 'target'>): string {
  return target === 'adjustment'
    ? apiUrl(['projects', project, 'adjustments'])
    : apiUrl(['projects', project, 'entries', target, 'reversal']);
}

/** What it would do; changes nothing. */
export function tryCorrection(correction: Correction): Promise<CorrectionResponse> {
  return apiWrite(correctionResponse, {
    url: addressOf(correction),
    csrfToken: correction.csrfToken,
    body: { ...correction.body, isDryRun: true },
  });
}

/** Posts it; the same key posts once, however often it is sent. */
export function postCorrection(
  correction: Correction & { idempotencyKey: string },
): Promise<CorrectionResponse> {
  return apiWrite(correctionResponse, {
    url: addressOf(correction),
    csrfToken: correction.csrfToken,
    idempotencyKey: correction.idempotencyKey,
    body: correction.body,
  });
}
