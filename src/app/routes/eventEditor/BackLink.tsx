import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';

export function BackLink() {
  return (
    <Link to="/calendar">
      <Trans>Back to the calendar</Trans>
    </Link>
  );
}
