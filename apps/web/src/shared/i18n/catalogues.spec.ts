import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const sources = join(import.meta.dirname, '..', '..');
type Tree = { [key: string]: string | Tree };

function catalogue(language: string): Tree {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, 'catalogues', `${language}.json`), 'utf8'),
  ) as Tree;
}

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((hit) => hit[1]);

describe.each(['', 'staff/', 'rules/', 'calculator/', 'account/', 'quality/'])(
  'the catalogues %s',
  (folder) => {
    const english = new Map(leaves(catalogue(`${folder}en`)));
    const german = new Map(leaves(catalogue(`${folder}de`)));

    it('have the same keys', () => {
      expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    });

    it('use the same placeholders', () => {
      for (const [key, text] of english) {
        expect([key, placeholders(german.get(key) ?? '').sort()]).toEqual([
          key,
          placeholders(text).sort(),
        ]);
      }
    });
  },
);

/** Attributes whose text people read or hear. */
const spoken = new Set(['aria-label', 'title', 'alt', 'placeholder', 'label', 'text']);
const hasWord = /\p{L}{2,}/u;

function literalsIn(path: string): string[] {
  const file = ts.createSourceFile(
    path,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && hasWord.test(node.text)) found.push(`${path}: ${node.text.trim()}`);
    if (
      ts.isJsxAttribute(node) &&
      spoken.has(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer) &&
      hasWord.test(node.initializer.text)
    ) {
      found.push(`${path}: ${node.initializer.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

it('no component holds words of its own', () => {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.tsx') && !path.endsWith('.spec.tsx'),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(files.flatMap((path) => literalsIn(join(sources, path)))).toEqual([]);
});
