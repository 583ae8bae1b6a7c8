using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Access;

/// <summary>One server that asks for accounts, for all tests of a class. Its clock stands at nine, and where a test has moved it.</summary>
public sealed class AccountsServer : SharedServer
{
    public AccountsServer()
        : this(new FixedClock(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero)))
    {
    }

    private AccountsServer(FixedClock clock)
        : base(clock, "--Auth:Mode", "Required") => Clock = clock;

    public FixedClock Clock { get; }
}
