import { whoIsThere } from '../session.ts';

const Home = async () => {
  const logIn = await whoIsThere();
  // Links of Next.js would fetch these pages ahead, and begin a log-in.
  return logIn ? (
    <p>
      Logged in as <b id="who">{logIn.email}</b>. <a href="/account">Account</a>
    </p>
  ) : (
    <p>
      <a href="/log-in?returnTo=/account">Log in</a> or <a href="/log-in?prompt=create">sign up</a>
    </p>
  );
};

export default Home;
