import { ERROR_CODES } from '@licheng/portfolio-rules';
import {
  API_OPERATIONS,
  ERROR_TITLES,
  HTTP_STATUS,
  type Language,
  type OperationDefinition,
  TAGS,
  errorCodesOf,
  mayBeNothing,
} from '@licheng/rest-contract';
import { openApiDocument } from '@licheng/rest-contract/openapi';
import { escaped, list, prose } from './html.ts';
import { type Schema, schemaView, typeOf } from './schema-view.ts';
import { PAGE_WORDS, type PageWords } from './words.ts';

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  description?: string;
  schema: Schema;
}

function parametersView(parameters: Parameter[], words: PageWords): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) =>
      `<tr><th scope="row"><code>${escaped(name)}</code> <small>${place}, ${required ? words.required : words.optional}</small></th>` +
      `<td>${typeOf(schema)}${description === undefined ? '' : `<br>${prose(description)}`}</td></tr>`,
  );
  return `<h4>${words.parameters}</h4><div class="wide" tabindex="0" role="group"><table><tbody>${list(rows)}</tbody></table></div>`;
}

function answersView(
  definition: OperationDefinition,
  success: Schema | undefined,
  words: PageWords,
  language: Language,
): string {
  const codes = [...errorCodesOf(definition)].toSorted((a, b) => HTTP_STATUS[a] - HTTP_STATUS[b]);
  const rows = [
    `<tr><th scope="row" class="status">${definition.answer.status}</th><td>${success === undefined ? words.nothing : typeOf(success)}</td></tr>`,
    ...(mayBeNothing(definition.answer)
      ? [`<tr><th scope="row" class="status">204</th><td>${words.nothing}</td></tr>`]
      : []),
    ...codes.map(
      (code) =>
        `<tr><th scope="row" class="status">${HTTP_STATUS[code]}</th><td><a href="#error-${code}"><code>${code}</code></a> ${escaped(ERROR_TITLES[code][language])}</td></tr>`,
    ),
  ];
  return `<h4>${words.answers}</h4><div class="wide" tabindex="0" role="group"><table><tbody>${list(rows)}</tbody></table></div>`;
}

/** The page of the API's description: plain HTML without a script, so that nothing needs to be trusted to show it. */
export function apiPage(language: Language): string {
  const words = PAGE_WORDS[language];
  const { paths, components } = openApiDocument();
  const operations = Object.entries(API_OPERATIONS) as [string, OperationDefinition][];

  const operationView = ([id, definition]: [string, OperationDefinition]): string => {
    const described = paths[definition.path]?.[definition.method] as unknown as {
      parameters?: Parameter[];
      requestBody?: { content: { 'application/json': { schema: Schema } } };
      responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
    };
    const body = described.requestBody?.content['application/json'].schema;
    const success = Object.values(described.responses[String(definition.answer.status)]?.content ?? {})[0]?.schema;
    return `<details id="${id}"><summary><span class="method">${definition.method.toUpperCase()}</span> <code>${escaped(definition.path)}</code> ${escaped(definition.summary[language])}</summary>
<p><small><code>${id}</code>${definition.access === 'anyone' ? `, ${words.public}` : ''}</small></p>
${parametersView(described.parameters ?? [], words)}
${body === undefined ? '' : `<h4>${words.body}</h4><p>${typeOf(body)}</p>`}
${answersView(definition, success, words, language)}</details>`;
  };

  const tagView = ([tag, titles]: [string, (typeof TAGS)[keyof typeof TAGS]]): string =>
    `<section id="tag-${tag}"><h2>${escaped(titles[language])}</h2>${list(
      operations.filter(([, definition]) => definition.tag === tag).map(operationView),
    )}</section>`;

  const errors = ERROR_CODES.map(
    (code) =>
      `<tr id="error-${code}"><th scope="row"><code>${code}</code></th><td>${HTTP_STATUS[code]}</td><td>${escaped(ERROR_TITLES[code][language])}</td></tr>`,
  );
  const contents = [
    ...Object.entries(TAGS).map(([tag, titles]) => `<li><a href="#tag-${tag}">${escaped(titles[language])}</a></li>`),
    `<li><a href="#errors">${words.errors}</a></li>`,
    `<li><a href="#schemas">${words.schemas}</a></li>`,
  ];
  return `<!doctype html>
<html lang="${language === 'en' ? 'en' : 'zh-Hant-TW'}"><head><meta charset="utf-8"><title>${words.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/api/docs/page.css"></head><body>
<header><h1>${words.title}</h1><p>${words.lead}</p>
<p><a href="/api/v1/openapi.json" download>${words.machine}</a> · <a href="/api/docs?lang=${words.other.lang}" hreflang="${words.other.lang}" lang="${words.other.lang}">${words.other.label}</a></p></header>
<nav aria-label="${words.contents}"><ul>${list(contents)}</ul></nav>
<main><section><h2>${words.conventions}</h2><ul>${list(words.rules.map((rule) => `<li>${prose(rule)}</li>`))}</ul></section>
${list(Object.entries(TAGS).map(tagView))}
<section id="errors"><h2>${words.errors}</h2><div class="wide" tabindex="0" role="group"><table><thead><tr><th scope="col">${words.code}</th><th scope="col">${words.status}</th><th scope="col">${words.meaning}</th></tr></thead><tbody>${list(errors)}</tbody></table></div></section>
<section id="schemas"><h2>${words.schemas}</h2>${list(
    Object.entries(components.schemas).map(([name, schema]) => schemaView(name, schema as Schema, words)),
  )}</section></main></body></html>
`;
}
