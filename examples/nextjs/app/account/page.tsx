import { redirect } from 'next/navigation';
import { whoIsThere } from '../../session.ts';
import { countOrders, placeOrder } from './orders.ts';

const Account = async () => {
  const logIn = await whoIsThere();
  if (!logIn) redirect('/log-in?returnTo=/account');
  return (
    <>
      <p>
        Only <b id="who">{logIn.email}</b> sees this page.
      </p>
      <p>
        Orders: <span id="orders">{await countOrders(logIn)}</span>
      </p>
      <form action={placeOrder}>
        <button type="submit">Order</button>
      </form>
      <form method="post" action="/log-out">
        <button type="submit">Log out</button>
      </form>
    </>
  );
};

export default Account;
