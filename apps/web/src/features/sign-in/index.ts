export { SignInFailedPage } from './sign-in-failed.page.js';
export { SignInPage } from './sign-in.page.js';
