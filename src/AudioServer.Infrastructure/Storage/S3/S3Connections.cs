using Amazon.Runtime;

namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>Connections to the store, which end with the client they are made for.</summary>
internal sealed class S3Connections : HttpClientFactory
{
    /// <summary>A store's name may lead elsewhere by then.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var connections = new SocketsHttpHandler { AllowAutoRedirect = clientConfig.AllowAutoRedirect, EnableMultipleHttp2Connections = true, PooledConnectionLifetime = Lifetime };
        return new HttpClient(new WholeAnswers(connections)) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };
    }

    /// <summary>
    /// Hands on answers when all of their bytes have come; only an object's are left to be read from the connection.
    /// The SDK parses what it reads from there, and when it is cancelled meanwhile it has the rest read a second time, at once. If that read meets the end, the
    /// parser waits on a connection that counts as free, and takes the answer of whoever asks there next.
    /// </summary>
    private sealed class WholeAnswers(HttpMessageHandler connections) : DelegatingHandler(connections)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (IsForTheParser(request, answer))
            {
                try
                {
                    await answer.Content.LoadIntoBufferAsync(cancellationToken);
                }
                catch
                {
                    answer.Dispose();
                    throw;
                }
            }

            return answer;
        }

        /// <summary>What is not asked of an object itself has a query. An answer to HEAD has a length and no bytes.</summary>
        private static bool IsForTheParser(HttpRequestMessage request, HttpResponseMessage answer) =>
            request.Method != HttpMethod.Head && !(request.Method == HttpMethod.Get && request.RequestUri!.Query.Length == 0 && answer.IsSuccessStatusCode);
    }
}
