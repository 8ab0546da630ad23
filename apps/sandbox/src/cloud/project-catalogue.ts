import type { FlavorName } from './flavors.js';
import type { SiteKey } from './sites.js';

/** How a project's machines come and go. */
export type UsagePattern =
  'steady' | 'weekdays' | 'nightly' | 'bursty' | 'growing' | 'ended' | 'new' | 'idle';

/** A research project of the sandbox's cloud. */
export interface CatalogueProject {
  readonly name: string;
  readonly domain: 'default' | 'elixir';
  /** One of the SimpleVM projects, which share their host's `project_id`. */
  readonly isSimpleVm: boolean;
  readonly pattern: UsagePattern;
  readonly sites: readonly SiteKey[];
  /** The machines on each site: a size and how many of it. */
  readonly fleet: readonly (readonly [FlavorName, number])[];
  /** Used credits at the first start in per cent of the granted; `null` for no grant at all. */
  readonly usedPercent: number | null;
  /** Granted in two parts, the second later. */
  readonly hasExtension: boolean;
}

type Row = readonly [
  name: string,
  kind: 'elixir' | 'default' | 'simplevm',
  pattern: UsagePattern,
  sites: 'B' | 'G' | 'BG',
  fleet: CatalogueProject['fleet'],
  usedPercent: number | null,
  extension?: 'extended',
];

// The names are awkward on purpose: spaces, umlauts, quotes, a backslash, one very long.
const ROWS: readonly Row[] = [
  [
    'metagenome-atlas',
    'elixir',
    'steady',
    'BG',
    [
      ['large', 3],
      ['xlarge', 1],
    ],
    97,
    'extended',
  ],
  [
    'wheat-pangenome',
    'elixir',
    'weekdays',
    'BG',
    [
      ['xlarge', 4],
      ['medium', 3],
    ],
    62,
  ],
  [
    'Protein Folding Lab',
    'default',
    'bursty',
    'B',
    [
      ['highmem', 3],
      ['large', 4],
    ],
    41,
    'extended',
  ],
  ['my-project', 'default', 'steady', 'B', [['small', 2]], 55],
  [
    'grün',
    'default',
    'weekdays',
    'G',
    [
      ['medium', 2],
      ['small', 2],
    ],
    38,
  ],
  ['crispr-offtarget-screen', 'elixir', 'steady', 'G', [['large', 2]], 104],
  ['summer-school-2026', 'default', 'weekdays', 'B', [['small', 12]], null],
  ['soil-viromes', 'elixir', 'new', 'G', [['medium', 4]], 2],
  ['bee-decline-monitoring', 'elixir', 'ended', 'B', [['medium', 3]], 74],
  ['O\'Brien "Microbiome" Study', 'default', 'nightly', 'B', [['large', 2]], 66],
  [
    'comparative-genomics-of-extremophile-archaea-from-deep-sea-hydrothermal-vents',
    'elixir',
    'growing',
    'G',
    [['large', 5]],
    47,
  ],
  ['Café-Röstung & Aroma', 'default', 'bursty', 'G', [['small', 6]], 30],
  ['archive\\2026', 'default', 'idle', 'B', [], 0],
  [
    'portal-pool',
    'simplevm',
    'growing',
    'B',
    [
      ['medium', 8],
      ['small', 6],
    ],
    71,
    'extended',
  ],
  [
    'portal-pool-dev',
    'simplevm',
    'weekdays',
    'B',
    [
      ['nano', 2],
      ['micro', 3],
    ],
    33,
  ],
  ['workshop-nanopore', 'simplevm', 'bursty', 'B', [['small', 10]], 58],
  ['covid-lineages', 'elixir', 'steady', 'B', [['xlarge', 3]], 79, 'extended'],
  [
    'barley-gwas',
    'elixir',
    'nightly',
    'G',
    [
      ['xlarge', 2],
      ['large', 2],
    ],
    52,
  ],
  ['cryo-em-reconstruction', 'default', 'bursty', 'BG', [['highmem', 2]], 68],
  ['plankton-imaging', 'default', 'weekdays', 'G', [['large', 3]], 36],
  ['ancient-dna-pipeline', 'elixir', 'bursty', 'B', [['xlarge', 3]], 44],
  ['mouse-brain-atlas', 'default', 'steady', 'G', [['highmem', 1]], 61],
  [
    'rna-structure-db',
    'elixir',
    'steady',
    'B',
    [
      ['medium', 1],
      ['micro', 2],
    ],
    50,
  ],
  ['phage-therapy-screen', 'default', 'nightly', 'B', [['medium', 5]], 57],
  ['clinical-proteomics', 'default', 'weekdays', 'BG', [['large', 4]], 64, 'extended'],
  ['long-read-assembly', 'elixir', 'bursty', 'G', [['highmem', 4]], 77],
  ['fungal-secretomes', 'elixir', 'growing', 'B', [['medium', 6]], 42],
  ['single-cell-kidney', 'default', 'nightly', 'G', [['xlarge', 3]], 59],
  ['antibiotic-resistance-map', 'elixir', 'steady', 'BG', [['medium', 3]], 72],
  [
    'tree-of-life-browser',
    'elixir',
    'steady',
    'B',
    [
      ['small', 3],
      ['nano', 1],
    ],
    31,
  ],
  ['metabolomics-workbench', 'default', 'weekdays', 'B', [['medium', 4]], 48],
  ['drug-target-docking', 'default', 'bursty', 'BG', [['xlarge', 5]], 53],
  ['zebrafish-timelapse', 'default', 'nightly', 'G', [['large', 3]], 35],
  [
    'rare-disease-variants',
    'elixir',
    'steady',
    'G',
    [
      ['large', 1],
      ['medium', 2],
    ],
    83,
  ],
  ['climate-phenotyping', 'elixir', 'growing', 'BG', [['medium', 5]], 45],
  ['teaching-bioinformatics-1', 'default', 'ended', 'G', [['small', 15]], 92],
];

const SITES_OF: Readonly<Record<Row[3], readonly SiteKey[]>> = {
  B: ['bielefeld'],
  G: ['giessen'],
  BG: ['bielefeld', 'giessen'],
};

/** Every project of the sandbox's cloud, in the order in which the exporters list them. */
export const PROJECT_CATALOGUE: readonly CatalogueProject[] = ROWS.map(
  ([name, kind, pattern, sites, fleet, usedPercent, extension]) => ({
    name,
    domain: kind === 'default' ? 'default' : 'elixir',
    isSimpleVm: kind === 'simplevm',
    pattern,
    sites: SITES_OF[sites],
    fleet,
    usedPercent,
    hasExtension: extension === 'extended',
  }),
);

/** The project with this name, or `undefined`. */
export function catalogueProject(name: string): CatalogueProject | undefined {
  return PROJECT_CATALOGUE.find((project) => project.name === name);
}
