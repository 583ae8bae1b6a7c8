using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Storage;
using AudioServer.TestKit;
using Microsoft.Win32.SafeHandles;

namespace AudioServer.IntegrationTests.Storage;

public sealed class DurableFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_and_folders_are_forced_to_the_disk()
    {
        using var file = File.OpenHandle(_folder.File("file"), FileMode.CreateNew, FileAccess.Write);

        FluentActions.Invoking(() => DurableFiles.Sync(file)).Should().NotThrow();
        FluentActions.Invoking(() => DurableFiles.SyncFolder(_folder.Path)).Should().NotThrow();
    }

    [Fact]
    public void What_the_kernel_cannot_force_is_a_fault()
    {
        // A pipe has no disk behind it: EINVAL.
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        using var notOfADisk = new SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        using var invalid = new SafeFileHandle(-1, ownsHandle: false);
        var closed = File.OpenHandle(_folder.File("file"), FileMode.CreateNew, FileAccess.Write);
        closed.Dispose();

        FluentActions.Invoking(() => DurableFiles.Sync(notOfADisk)).Should().Throw<IOException>().WithMessage("fsync: *").Which.HResult.Should().Be(22);
        FluentActions.Invoking(() => DurableFiles.Sync(invalid)).Should().Throw<IOException>();
        FluentActions.Invoking(() => DurableFiles.Sync(closed)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_folder_that_is_not_there_or_is_none_is_a_fault()
    {
        File.WriteAllText(_folder.File("file"), "");

        FluentActions.Invoking(() => DurableFiles.SyncFolder(_folder.File("absent"))).Should().Throw<IOException>().WithMessage("open */absent: *").Which.HResult.Should().Be(2);
        if (OperatingSystem.IsLinux())
        {
            FluentActions.Invoking(() => DurableFiles.SyncFolder(_folder.File("file"))).Should().Throw<IOException>().Which.HResult.Should().Be(20);
        }
    }

    [Fact]
    public void Missing_parents_are_made_for_the_owner_alone()
    {
        DurableFiles.CreateFolder(_folder.File("a/b/c"));

        foreach (var folder in new[] { "a", "a/b", "a/b/c" })
        {
            File.GetUnixFileMode(_folder.File(folder)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData(28, typeof(StorageFull))]
    [InlineData(27, typeof(StorageFull))]
    [InlineData(122, typeof(StorageFull))]
    [InlineData(5, typeof(Unavailable))]
    [InlineData(30, typeof(Unavailable))]
    public void No_room_is_told_from_what_does_not_work(int errno, Type failure) =>
        DurableFiles.ToFailure(new IOException("", errno)).Should().BeOfType(failure);
}
