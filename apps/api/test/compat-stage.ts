import { AccessTokens } from '../src/modules/auth/index.js';
import { IngestionStage } from './ingestion-stage.js';
import { type Answer, type Credentials } from './test-app.js';

export const JSON_TYPE = { 'content-type': 'application/json' };
const T0_MS = Date.parse('2019-01-01T00:00:00Z');
const HOUR_MS = 3_600_000;

/** One reading: metric, value, hours after 2019-01-01, site. */
export type CompatReading = readonly [metric: string, value: string, hours: number, site?: string];

/** The application as clients of os_credits call it: with an API token, at a time when readings of 2019 are fresh. */
export class CompatStage {
  private constructor(
    readonly stage: IngestionStage,
    /** The token, as `Authorization: Bearer`. */
    readonly portal: Credentials,
    readonly key: string,
  ) {}

  static async open(environment: Readonly<Record<string, string>> = {}): Promise<CompatStage> {
    const stage = await IngestionStage.open(environment, '2019-06-01T00:00:00.000Z');
    const { secret } = await stage.app.app
      .get(AccessTokens)
      .create({ kind: 'api', name: 'portal', createdBy: 'test', scopes: ['read:all'] });
    return new CompatStage(stage, { bearer: secret }, secret);
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  /** Meters as the original of 2019 did: memory in MiB·h, and after a reset only what exceeds the highest value. */
  async meterAs2019(): Promise<void> {
    await this.stage.sql.query(
      `update metric set reset_policy = 'high-water', reading_unit = case friendly_name when 'ram' then 'MiB·h' else 'vCPU·h' end,
              reading_factor = case friendly_name when 'ram' then 0.0009765625 else 1 end`,
    );
  }

  /** Sends one reading after the other. @param project as line protocol writes it */
  async send(project: string, readings: readonly CompatReading[]): Promise<void> {
    for (const [metric, value, hours, site = '8676'] of readings) {
      const at = `${T0_MS + Math.round(hours * HOUR_MS)}000000`;
      const line = `${metric},location_id=${site},project_name=${project} value=${value} ${at}`;
      const { status, text } = await this.stage.lines(line);
      if (status !== 204) throw new Error(`${line} was answered ${status} ${text}`);
    }
  }

  get<Body = string>(
    path: string,
    as: Credentials | undefined = this.portal,
  ): Promise<Answer<Body>> {
    return this.stage.app.get<Body>(path, as);
  }

  costs(body: string, path = '/api/costs_per_hour', headers = JSON_TYPE): Promise<Answer> {
    return this.stage.app.get(path, this.portal, { method: 'POST', body, headers });
  }

  /** The text of an answer as it came, which a parsed body does not show; with its status and type. */
  async text(path: string, body?: string): Promise<[status: number, type: string, text: string]> {
    const { status, headers, text } = await this.stage.send(path, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { body, headers: JSON_TYPE }),
      token: this.key,
    });
    return [status, headers['content-type'] ?? '', text];
  }
}

/** What a problem document says. */
export function detailOf({ body }: Answer): string {
  return (body as { detail: string }).detail;
}
