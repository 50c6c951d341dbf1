import type { Metadata } from 'next';
import type { ReactNode } from 'react';

export const metadata: Metadata = { title: 'Next.js app' };

const Layout = ({ children }: { readonly children: ReactNode }) => (
  <html lang="en">
    <body>
      <h1>Next.js app</h1>
      {children}
    </body>
  </html>
);

export default Layout;
