/**
 * The clock of the component tests begins at the same time in every run and goes on from there. The answers
 * they are given count back from now: with the real time, the first hour of a day has no charges yet, and a
 * test that begins before midnight looks at another day when it ends.
 */
const BEGIN = '2026-11-22T12:30:00Z';

const RealDate = Date;
const aheadMs = RealDate.parse(BEGIN) - RealDate.now();
const nowMs = (): number => RealDate.now() + aheadMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, words, newTarget) =>
    Reflect.construct(target, words.length === 0 ? [nowMs()] : words, newTarget) as Date,
  get: (target, name) => (name === 'now' ? nowMs : (Reflect.get(target, name) as unknown)),
});
