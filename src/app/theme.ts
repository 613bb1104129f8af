/** Light or dark: the person's choice, else the system's. */
import { preferences, subscribeToPreferences } from '../queries/preferences.ts';

/** Keeps `data-theme` on the page as tokens.css reads it; no attribute follows the system. */
export function followTheme(): void {
  applyTheme();
  subscribeToPreferences(applyTheme);
}

function applyTheme(): void {
  const { theme } = preferences();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
