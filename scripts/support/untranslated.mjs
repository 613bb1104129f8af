import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { inProjectRoot } from './project.mjs';

const FOLDERS = ['src/features', 'src/app', 'src/components'];

/** Attributes whose text people see or hear. */
const SPOKEN_ATTRIBUTES = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'description',
  'errorMessage',
  'heading',
  'label',
  'placeholder',
  'title',
]);

/** Components of Lingui's macros, whose children are messages. */
const MESSAGE_COMPONENTS = new Set(['Trans', 'Plural', 'Select', 'SelectOrdinal']);

/** Whose operands may become the value; those of a comparison do not. */
const YIELDING_OPERATORS = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** Texts in JSX that no macro of Lingui takes to the catalogue: `{ file, line, text }`. Elements with translate="no" are left alone. */
export function untranslatedTexts() {
  return FOLDERS.flatMap((folder) =>
    readdirSync(inProjectRoot(folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx'))
      .map((file) => path.join(folder, file))
      .flatMap((file) => untranslatedTextsOf(readFileSync(inProjectRoot(file), 'utf8'), file)),
  );
}

/** The same for the text of one file. */
export function untranslatedTextsOf(source, file) {
  const sourceFile = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found = [];
  const report = (node, text) => {
    const line = sourceFile.getLineAndCharacterOfPosition(node.getStart(sourceFile)).line + 1;
    if (/\p{L}/u.test(text)) found.push({ file, line, text: text.trim().replace(/\s+/g, ' ') });
  };
  const visit = (node) => {
    if (isLeftAlone(node)) return;
    if (ts.isJsxText(node)) report(node, node.text);
    else if (ts.isJsxAttribute(node)) visitAttribute(node);
    else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent) && node.expression)
      reportTexts(node.expression, report);
    ts.forEachChild(node, visit);
  };
  const visitAttribute = (attribute) => {
    const value = attribute.initializer;
    if (!value || !SPOKEN_ATTRIBUTES.has(attribute.name.getText(sourceFile))) return;
    reportTexts(ts.isJsxExpression(value) ? value.expression : value, report);
  };
  visit(sourceFile);
  return found;
}

/** Reports the literals that an expression may yield; `t` and `msg` are tagged templates, so they are no literals. */
function reportTexts(expression, report) {
  if (!expression) return;
  if (ts.isStringLiteralLike(expression)) report(expression, expression.text);
  else if (ts.isTemplateExpression(expression)) {
    report(
      expression,
      [expression.head, ...expression.templateSpans.map((span) => span.literal)].map((part) => part.text).join(' '),
    );
  } else if (ts.isParenthesizedExpression(expression)) reportTexts(expression.expression, report);
  else if (ts.isConditionalExpression(expression)) {
    reportTexts(expression.whenTrue, report);
    reportTexts(expression.whenFalse, report);
  } else if (ts.isBinaryExpression(expression) && YIELDING_OPERATORS.has(expression.operatorToken.kind)) {
    reportTexts(expression.left, report);
    reportTexts(expression.right, report);
  }
}

function isLeftAlone(node) {
  const opening = ts.isJsxElement(node) ? node.openingElement : ts.isJsxSelfClosingElement(node) ? node : undefined;
  if (!opening) return false;
  if (MESSAGE_COMPONENTS.has(opening.tagName.getText())) return true;
  return opening.attributes.properties.some(
    (property) =>
      ts.isJsxAttribute(property) && property.name.getText() === 'translate' && property.initializer?.text === 'no',
  );
}
