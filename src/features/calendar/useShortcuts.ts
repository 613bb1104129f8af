import { useEffect, useRef } from 'react';

/** Key, as KeyboardEvent.key writes it, to what it does. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** Single keys for the whole page. They rest while somebody types, a dialog or menu is open, or a modifier is held (WCAG 2.1.4). */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    const listen = (press: KeyboardEvent) => {
      const act = isForPage(press) ? current.current[press.key] : undefined;
      if (act === undefined) return;
      press.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Whether a key press is meant for the page and not for a field, a list or a dialog. */
export function isForPage(
  press: Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'defaultPrevented' | 'target'>,
): boolean {
  if (press.altKey || press.ctrlKey || press.metaKey || press.isComposing || press.defaultPrevented) return false;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null)
    return false;
  const target = press.target;
  if (!(target instanceof HTMLElement)) return true;
  return !target.isContentEditable && target.closest('input, textarea, select, [role="spinbutton"]') === null;
}
