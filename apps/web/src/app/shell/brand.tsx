import { useTranslation } from 'react-i18next';

/** The product's mark and name. */
export function Brand() {
  const { t } = useTranslation();
  return (
    <>
      <img src="/favicon.svg" alt="" width={30} height={30} />
      <span>{t('product.name')}</span>
    </>
  );
}
