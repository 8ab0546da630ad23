import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { IngestionRepository } from './ingestion.ports.js';

const FRESH_MS = 1_000;

/** How much waits for rating, asked at most once a second. */
@Injectable()
export class Backlog {
  private readings = 0;
  private freshUntilMs = 0;

  constructor(
    private readonly repository: IngestionRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `database-unavailable` */
  async isOver(readingsMax: number): Promise<boolean> {
    const nowMs = this.clock.now().getTime();
    if (nowMs >= this.freshUntilMs) {
      this.freshUntilMs = nowMs + FRESH_MS;
      this.readings = await this.repository.backlogReadings();
    }
    return this.readings > readingsMax;
  }

  /** What this process has added since. */
  add(readings: number): void {
    this.readings += readings;
  }
}
