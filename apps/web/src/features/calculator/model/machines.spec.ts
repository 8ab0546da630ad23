import { describe, expect, it } from '@jest/globals';
import { machinesOf, machinesText, requestOf, type MachineText } from './machines.js';

const nothingElse = { site: '', project: '', at: '', credits: '' };

describe('machines in an address', () => {
  it('come back as they were typed, faults and odd names too', () => {
    const machines: MachineText[] = [
      { count: '2', vcpus: '4', ram: '1,5', further: [{ name: 'gpu; =x', amount: '1' }] },
      { count: '', vcpus: '', ram: '', further: [{ name: '', amount: '' }] },
    ];
    expect(machinesOf(machinesText(machines))).toEqual(machines);
  });

  it('are one ordinary machine where the address names none', () => {
    expect(machinesOf('')).toEqual([{ count: '1', vcpus: '4', ram: '16', further: [] }]);
  });

  it('can be written by hand', () => {
    expect(machinesOf('vcpus=8;count=3,ram=2')).toEqual([
      { count: '1', vcpus: '8', ram: '', further: [] },
      { count: '3', vcpus: '', ram: '2', further: [] },
    ]);
  });
});

describe('the request', () => {
  it('leaves out what is empty', () => {
    const { request } = requestOf(machinesOf('count=2,vcpus=4,gpu=1'), {
      ...nothingElse,
      site: 'bielefeld',
      credits: '100',
    });
    expect(request).toEqual({
      site: 'bielefeld',
      project: null,
      credits: '100',
      machines: [{ count: 2, vcpus: '4', further: { gpu: '1' } }],
    });
  });

  it.each([
    ['count=0,vcpus=1', { '0.count': 'notWhole' }],
    ['count=1.5,vcpus=1', { '0.count': 'notWhole' }],
    ['vcpus=1,ram=1%2C5', { '0.ram': 'comma' }],
    ['count=1', { '0.vcpus': 'nothing' }],
    ['gpu=1,gpu=2', { '0.further.1': 'nameTwice' }],
    ['=1', { '0.further.0': 'nameMissing' }],
  ])('of %s is not sent, and says why', (text, faults) => {
    expect(requestOf(machinesOf(text), nothingElse)).toEqual({ request: null, faults });
  });
});
