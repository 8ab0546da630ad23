import { Inject, Injectable } from '@nestjs/common';
import { HttpPerunClient } from '@os-credits/perun-client';
import {
  attributeOrNull,
  PERUN_SETTINGS,
  perunConnection,
  type PerunConnection,
  type PerunSettings,
} from '../../../platform/config/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { PerunGateway, type PerunSession } from '../application/perun.ports.js';
import { HttpPerunSession } from './http-perun-session.js';
import { PerunPace } from './perun-pace.js';
import { type AttributeUrns } from '../application/attribute-uses.js';

/** Perun's RPC as the settings name it. */
@Injectable()
export class HttpPerunGateway extends PerunGateway {
  private readonly connection: PerunConnection | null;
  private readonly urns: AttributeUrns;
  private readonly learned = { voId: null, showsGroupNames: true };

  constructor(
    @Inject(PERUN_SETTINGS) private readonly settings: PerunSettings,
    private readonly pace: PerunPace,
  ) {
    super();
    this.connection = perunConnection(settings);
    this.urns = {
      used: attributeOrNull(settings.PERUN_ATTRIBUTE_USED),
      granted: attributeOrNull(settings.PERUN_ATTRIBUTE_GRANTED),
      mails: attributeOrNull(settings.PERUN_ATTRIBUTE_MAILS),
      timestamps: attributeOrNull(settings.PERUN_ATTRIBUTE_TIMESTAMPS),
    };
  }

  open(signal?: AbortSignal): PerunSession {
    const { connection, settings } = this;
    if (connection === null) throw perunOff();
    const counter = { callCount: 0 };
    const client = new HttpPerunClient({
      baseUrl: connection.url,
      auth: connection.auth,
      credentials: credentialsOf(connection),
      concurrencyMax: settings.PERUN_CONCURRENCY,
      timeoutMs: this.pace.timeoutMs,
      bulkTimeoutMs: this.pace.bulkTimeoutMs,
      retry: this.pace.retry,
      onCall: () => {
        counter.callCount += 1;
      },
    });
    return new HttpPerunSession(client, connection, {
      urns: this.urns,
      ownsGrants: settings.PERUN_GRANTS_OWNED_BY === 'os-credits',
      usedMeans: settings.PERUN_USED_MEANS,
      counter,
      learned: this.learned,
      signal,
    });
  }
}

function credentialsOf(
  connection: PerunConnection,
): ConstructorParameters<typeof HttpPerunClient>[0]['credentials'] {
  if (connection.auth === 'oauth' && connection.token !== null)
    return { kind: 'bearer', token: connection.token };
  if (connection.user !== null && connection.password !== null)
    return { kind: 'basic', user: connection.user, password: connection.password };
  return { kind: 'none' };
}

/** What everything about Perun answers where the settings say that there is none. */
export function perunOff(): DomainError {
  return new DomainError({
    code: 'perun-off',
    kind: 'precondition',
    message: 'Perun is not set up here: PERUN_MODE is off.',
  });
}
