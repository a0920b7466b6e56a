/** Why it was refused, where whoever typed it looks next. */
export const Failure = ({ why }: { why: string | null }) =>
  why === null ? null : (
    <p className="failure" role="alert">
      {why}
    </p>
  );
