import { type CreditRulesContext } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';

type Scope = { site: string | null; project: string | null };

/** "every site, every project", "Bielefeld, project x": whom a rate is for, in words. */
export function useScopeText(sites: CreditRulesContext['sites']): (scope: Scope) => string {
  const { t } = useTranslation('rules');
  return ({ site, project }) => {
    const siteName = sites.find(({ name }) => name === site)?.displayName ?? site;
    if (site === null && project === null) return t('scope.everywhere');
    if (project === null) return t('scope.site', { site: siteName });
    return site === null
      ? t('scope.project', { project })
      : t('scope.siteAndProject', { site: siteName, project });
  };
}
