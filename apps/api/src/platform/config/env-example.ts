import { settingMeta } from './parse-settings.js';
import { settingGroups } from './settings.js';

/** Text of `.env.example`: every setting with its meaning, optional ones behind a `#`. */
export function envExample(): string {
  const blocks = Object.entries(settingGroups).map(([title, schema]) => {
    const lines = Object.entries(schema.shape).map(([name, setting]) => {
      const meta = settingMeta(setting);
      if (meta === undefined) throw new Error(`Setting ${name} has no description`);
      const start = meta.isOptional === true ? '# ' : '';
      return `# ${meta.description}\n${start}${name}=${meta.example}\n`;
    });
    return `## ${title}\n\n${lines.join('\n')}`;
  });
  return `# Settings of OS Credits. Made by \`node apps/api/dist/main.env-example.js\`; a test keeps it equal to the schema.\n# A line that begins with "# NAME=" shows an optional setting; where it has a default, that is what it shows.\n\n${blocks.join('\n')}`;
}
