/** A size of machine. */
export interface Flavor {
  readonly name: string;
  readonly vcpus: number;
  readonly ramMib: number;
}

/** The sizes that the cloud offers; `nano` and `micro` show that only whole GiB are counted. */
export const FLAVORS = {
  nano: { name: 'nano', vcpus: 1, ramMib: 512 },
  micro: { name: 'micro', vcpus: 1, ramMib: 1_536 },
  small: { name: 'small', vcpus: 4, ramMib: 8_192 },
  medium: { name: 'medium', vcpus: 8, ramMib: 16_384 },
  large: { name: 'large', vcpus: 16, ramMib: 32_768 },
  xlarge: { name: 'xlarge', vcpus: 28, ramMib: 65_536 },
  highmem: { name: 'highmem', vcpus: 28, ramMib: 262_144 },
} as const satisfies Record<string, Flavor>;

export type FlavorName = keyof typeof FLAVORS;

/** RAM as the usage exporter counts it: whole GiB, rounded down, so that 512 MiB count nothing. */
export function countedGib(flavor: Flavor): number {
  return Math.floor(flavor.ramMib / 1024);
}
