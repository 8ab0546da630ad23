import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../platform/problems/index.js';
import { describeError } from './describe-error.js';
import { Redactor } from './redact.js';

const plain = new Redactor([]);

describe('errors as staff read them', () => {
  it('have a class, a message and lines with every cause', () => {
    const error = new Error('outer', { cause: new TypeError('inner') });
    const { errorClass, message, stack } = describeError(error, plain);
    expect([errorClass, message]).toEqual(['Error', 'outer']);
    expect(stack[0]).toBe('Error: outer');
    expect(stack.every((line) => !line.includes('\n'))).toBe(true);
    expect(stack.filter((line) => line.startsWith('Caused by: TypeError: inner'))).toHaveLength(1);
  });

  it('are called by their code where their reason is known', () => {
    const error = new DomainError({ code: 'perun-failed', kind: 'dependency', message: 'late' });
    const { errorClass, stack } = describeError(error, plain);
    expect(errorClass).toBe('perun-failed');
    expect(stack[0]).toBe('DomainError: late');
  });

  it('do not follow a cause that goes in circles for ever', () => {
    const error = new Error('ouroboros');
    error.cause = error;
    expect(describeError(error, plain).stack.length).toBeLessThanOrEqual(200);
  });

  it.each([
    ['a text', 'string', 'a text'],
    [{ reason: 'odd' }, 'object', '{"reason":"odd"}'],
    [undefined, 'undefined', 'null'],
  ])('may be anything that is thrown: %j', (thrown, errorClass, message) => {
    expect(describeError(thrown, plain)).toMatchObject({ errorClass, message });
  });
});

describe('redaction', () => {
  const redactor = new Redactor(['s3cret-value', 'short']);

  it.each([
    ['the password is s3cret-value.', 'the password is ***.'],
    ['postgres://u:pa:ss@db/x', 'postgres://u:***@db/x'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic ***'],
    ['{"password": "abc", "user": "u"}', '{"password": "***", "user": "u"}'],
    ['access_token=abc&x=1', 'access_token=***&x=1'],
    ['a short word', 'a short word'],
    ['12 readings of https://example.org/a:b', '12 readings of https://example.org/a:b'],
  ])('%s', (text, expected) => {
    expect(redactor.redact(text)).toBe(expected);
  });
});
