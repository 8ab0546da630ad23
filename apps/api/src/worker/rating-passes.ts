import { READINGS_PER_PASS, type PassResult, type RatePending } from '../modules/rating/index.js';

const READINGS_MIN = 500;

/**
 * Rating passes of a size that works: a pass that fails is tried again with a quarter of its readings, and
 * passes grow back as they succeed. So a backlog that is too much at once is still worked off, and a batch
 * that cannot be rated holds up as little as possible.
 */
export class RatingPasses {
  private readingsMax = READINGS_PER_PASS;

  constructor(private readonly rating: Pick<RatePending, 'execute'>) {}

  async next(): Promise<PassResult> {
    try {
      const result = await this.rating.execute(this.readingsMax);
      if (result.takenCount > 0) {
        this.readingsMax = Math.min(this.readingsMax * 2, READINGS_PER_PASS);
      }
      return result;
    } catch (error) {
      this.readingsMax = Math.max(Math.floor(this.readingsMax / 4), READINGS_MIN);
      throw error;
    }
  }
}
