import { Injectable } from '@nestjs/common';
import { type OpenAPIObject } from '@nestjs/swagger';

/** What modules know of their routes only at run time, put into the OpenAPI document. */
@Injectable()
export class OpenApiAdditions {
  private readonly additions: ((document: OpenAPIObject) => void)[] = [];

  add(addition: (document: OpenAPIObject) => void): void {
    this.additions.push(addition);
  }

  applyTo(document: OpenAPIObject): OpenAPIObject {
    for (const addition of this.additions) addition(document);
    return document;
  }
}
