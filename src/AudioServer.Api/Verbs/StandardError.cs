using System.Text;

namespace AudioServer.Api.Verbs;

/// <summary>Standard error, where it cannot be written: what is said there is said for people, and must not end what is done.</summary>
internal static class StandardError
{
    /// <summary>Has everything that is written to <see cref="Console.Error"/> from now on be lost rather than thrown when it cannot be written.</summary>
    public static void MakeForgiving() =>
        Console.SetError(new StreamWriter(new ForgivingStream(Console.OpenStandardError()), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" });

    private sealed class ForgivingStream(Stream errors) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                errors.Write(buffer, offset, count);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // There is nobody left to tell.
            }
        }

        public override void Flush()
        {
            // Each write goes out at once.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
