import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Database } from '../database/index.js';
import { Public } from '../http/index.js';
import { HealthNotes } from './health-notes.js';

const READY_CHECK_MS_MAX = 4_000;

/** For load balancers and people in a hurry: cheap, and without a session. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(HealthNotes) private readonly notes: HealthNotes,
  ) {}

  @Get('ping')
  @Public()
  @Header('content-type', 'text/plain; charset=utf-8')
  ping(): string {
    return 'Pong';
  }

  /** The process runs and its event loop turns. */
  @Get('health/live')
  @Public()
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** The process can do its work; names what it lacks. */
  @Get('health/ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const database = await this.databaseState();
    const isReady = database === 'ok';
    reply.status(isReady ? 200 : 503);
    const notes = isReady ? await this.notes.read() : {};
    return { status: isReady ? 'ready' : 'not-ready', checks: { database, ...notes } };
  }

  private async databaseState(): Promise<'ok' | 'unreachable' | 'too-slow'> {
    let timer: NodeJS.Timeout | undefined;
    const tooSlow = new Promise<'too-slow'>((resolve) => {
      timer = setTimeout(() => resolve('too-slow'), READY_CHECK_MS_MAX);
    });
    const check = this.database.query('select 1').then(
      () => 'ok' as const,
      () => 'unreachable' as const,
    );
    return Promise.race([check, tooSlow]).finally(() => clearTimeout(timer));
  }
}
