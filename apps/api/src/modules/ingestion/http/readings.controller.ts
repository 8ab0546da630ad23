import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  readingsRequest,
  type ReadingsRequest,
  type ReadingsResponse,
} from '@os-credits/contracts';
import { IngestToken } from '../../../platform/http/index.js';
import { CurrentIngestToken, type AccessToken } from '../../auth/index.js';
import { ReceiveJsonReadings } from '../application/receive-json-readings.use-case.js';

/** Readings as JSON, for senders that have neither Prometheus nor InfluxDB. */
@ApiTags('Ingestion')
@Controller()
export class ReadingsController {
  constructor(private readonly receive: ReceiveJsonReadings) {}

  /** One verdict per reading: `accepted` ones are durable when the answer arrives. */
  @Post('api/v1/readings')
  @IngestToken()
  @HttpCode(200)
  @ApiOperation({ summary: 'a batch of readings as JSON, one verdict each' })
  async post(
    @Body({ schema: readingsRequest }) body: ReadingsRequest,
    @CurrentIngestToken() token: AccessToken,
  ): Promise<ReadingsResponse> {
    return this.receive.execute(body, {
      tokenId: token.id,
      siteNames: token.siteNames,
      wire: 'json',
    });
  }
}
