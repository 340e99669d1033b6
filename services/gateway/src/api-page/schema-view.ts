import type { PageWords } from './words.ts';
import { escaped, list, prose } from './html.ts';

/** The part of JSON Schema our description uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  description?: string;
}

const anchorOf = (name: string): string => `schema-${name}`;

const LIMITS = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'format', 'default'] as const;

export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return `<a href="#${anchorOf(name)}">${escaped(name)}</a>`;
  }
  const several = schema.anyOf ?? schema.oneOf;
  if (several !== undefined) return several.map(typeOf).join(' | ');
  if (schema.const !== undefined) return `<code>${escaped(JSON.stringify(schema.const))}</code>`;
  if (schema.enum !== undefined) {
    return schema.enum.map((value) => `<code>${escaped(JSON.stringify(value))}</code>`).join(' | ');
  }
  if (schema.items !== undefined) return `${typeOf(schema.items)} []`;
  const limits = LIMITS.filter((limit) => schema[limit] !== undefined).map(
    (limit) => `${limit} ${escaped(JSON.stringify(schema[limit]))}`,
  );
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any');
  return `${escaped(type)}${limits.length === 0 ? '' : ` <small>${limits.join(', ')}</small>`}`;
}

/** Fields of an object within an object or list are shown below it, with its name before theirs. */
function rows(schema: Schema, words: PageWords, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const must = schema.required?.includes(name) === true ? '' : ` <small>${words.optional}</small>`;
    const description = field.description === undefined ? '' : `<br>${prose(field.description)}`;
    const row = `<tr><th scope="row"><code>${escaped(path)}</code>${must}</th><td>${typeOf(field)}${description}</td></tr>`;
    const inner = [field, ...(field.anyOf ?? [])].find((one) => one.properties !== undefined);
    const items = field.items?.properties === undefined ? undefined : field.items;
    if (inner !== undefined) return [row, ...rows(inner, words, `${path}.`)];
    return items === undefined ? [row] : [row, ...rows(items, words, `${path}[].`)];
  });
}

function table(schema: Schema, words: PageWords): string {
  const all = rows(schema, words, '');
  if (all.length === 0) return `<p>${typeOf(schema)}</p>`;
  return `<div class="wide" tabindex="0" role="group"><table><thead><tr><th scope="col">${words.field}</th><th scope="col">${words.type}</th></tr></thead>
<tbody>${list(all)}</tbody></table></div>`;
}

export function schemaView(name: string, schema: Schema, words: PageWords): string {
  const variants = schema.oneOf ?? [];
  return `<section id="${anchorOf(name)}"><h3>${escaped(name)}</h3>
${schema.description === undefined ? '' : `<p>${prose(schema.description)}</p>`}
${variants.length > 0 ? list(variants.map((variant) => table(variant, words))) : table(schema, words)}</section>`;
}
