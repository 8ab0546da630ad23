import { type CalculatorRequest } from '@os-credits/contracts';
import { decimalFault, type DecimalFault } from '../../../shared/credit-rules/index.js';
import { type CalculatorParams } from '../calculator.params.js';

/** An amount of a further metric, by any of its names. */
export type FurtherAmount = { name: string; amount: string };

/** Machines of one kind as they stand in the form: texts as they were typed. */
export type MachineText = {
  count: string;
  vcpus: string;
  ram: string;
  further: readonly FurtherAmount[];
};

export const oneMachine: MachineText = { count: '1', vcpus: '4', ram: '16', further: [] };

/**
 * Machines of an address such as `count=2,vcpus=4,ram=16,project_gpu_usage=1;vcpus=8`: kinds with `;`
 * between, amounts with `,`. Names and amounts are encoded, so that neither can hold a separator.
 */
export function machinesOf(text: string): MachineText[] {
  if (text.trim() === '') return [oneMachine];
  return text.split(';').map((part) => {
    const machine: { count: string; vcpus: string; ram: string; further: FurtherAmount[] } = {
      count: '1',
      vcpus: '',
      ram: '',
      further: [],
    };
    for (const pair of part.split(',').filter(Boolean)) {
      const [name = '', amount = ''] = pair.split('=').map(decoded);
      if (name === 'count' || name === 'vcpus' || name === 'ram') machine[name] = amount;
      else machine.further.push({ name, amount });
    }
    return machine;
  });
}

/** The text that {@link machinesOf} reads. */
export function machinesText(machines: readonly MachineText[]): string {
  return machines
    .map(({ count, vcpus, ram, further }) => {
      const pairs = [
        ['count', count],
        ['vcpus', vcpus],
        ['ram', ram],
        ...further.map(({ name, amount }) => [name, amount]),
      ] as [string, string][];
      return pairs
        .filter(([name, amount]) => amount !== '' || !['vcpus', 'ram'].includes(name))
        .map(([name, amount]) => `${encoded(name)}=${encoded(amount)}`)
        .join(',');
    })
    .join(';');
}

function encoded(text: string): string {
  return encodeURIComponent(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A damaged link: shown as it is, and found faulty there.
  }
}

export type MachineFault = DecimalFault | 'notWhole' | 'nothing' | 'nameMissing' | 'nameTwice';
/** By field: `0.vcpus`, `0.further.1`, `credits`. */
export type CalculatorFaults = Readonly<Record<string, MachineFault | undefined>>;

const countMax = 1_000_000;

/** The request that a form stands for, and what is wrong with it; null while anything is. */
export function requestOf(
  machines: readonly MachineText[],
  rest: Omit<CalculatorParams, 'machines'>,
): { request: CalculatorRequest | null; faults: CalculatorFaults } {
  const faults: Record<string, MachineFault> = {};
  const note = (at: string, fault: MachineFault | null): void => {
    if (fault !== null) faults[at] = fault;
  };
  machines.forEach((machine, index) => {
    note(`${index}.count`, countFault(machine.count));
    if (machine.vcpus.trim() !== '') note(`${index}.vcpus`, decimalFault(machine.vcpus));
    if (machine.ram.trim() !== '') note(`${index}.ram`, decimalFault(machine.ram));
    machine.further.forEach(({ name, amount }, number) => {
      const isTwice =
        machine.further.findIndex((each) => each.name.trim() === name.trim()) < number;
      const nameFault = name.trim() === '' ? 'nameMissing' : isTwice ? 'nameTwice' : null;
      note(`${index}.further.${number}`, nameFault ?? decimalFault(amount));
    });
    const isEmpty = machine.vcpus.trim() === '' && machine.ram.trim() === '';
    if (isEmpty && machine.further.length === 0) note(`${index}.vcpus`, 'nothing');
  });
  if (rest.credits.trim() !== '') note('credits', decimalFault(rest.credits));
  if (Object.keys(faults).length > 0) return { request: null, faults };
  return { request: toRequest(machines, rest), faults };
}

function countFault(count: string): MachineFault | null {
  const text = count.trim();
  if (!/^\d+$/.test(text)) return 'notWhole';
  return Number(text) >= 1 && Number(text) <= countMax ? null : 'notWhole';
}

function toRequest(
  machines: readonly MachineText[],
  { site, project, at, credits }: Omit<CalculatorParams, 'machines'>,
): CalculatorRequest {
  const amount = (text: string): string | undefined =>
    text.trim() === '' ? undefined : text.trim();
  return {
    site: amount(site) ?? null,
    project: amount(project) ?? null,
    ...(at === '' ? {} : { at }),
    ...(amount(credits) === undefined ? {} : { credits: credits.trim() }),
    machines: machines.map((machine) => ({
      count: Number(machine.count.trim()),
      ...(amount(machine.vcpus) === undefined ? {} : { vcpus: machine.vcpus.trim() }),
      ...(amount(machine.ram) === undefined ? {} : { ramGib: machine.ram.trim() }),
      further: Object.fromEntries(
        machine.further.map(({ name, amount: much }) => [name.trim(), much.trim()]),
      ),
    })),
  };
}
