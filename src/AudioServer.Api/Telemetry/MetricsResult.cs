using System.Text;
using AudioServer.Application.Verification;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Telemetry;

/// <summary>All metrics, with what was just read of the queue; without that where the database could not tell.</summary>
internal sealed class MetricsResult(Backlog? backlog) : ActionResult
{
    private const string Files = "audioserver_verification_queue_files";
    private const string Age = "audioserver_verification_queue_age_seconds";

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var text = new PrometheusText();
        context.HttpContext.RequestServices.GetRequiredService<MetricsRegistry>().Write(text);
        text.Family(Files, "gauge", "Files without a verdict, by state.");
        if (backlog is not null)
        {
            text.Sample(Files, PrometheusText.Label("state", "pending"), backlog.Pending);
            text.Sample(Files, PrometheusText.Label("state", "running"), backlog.Running);
        }

        text.Family(Age, "gauge", "For how long the oldest file without a verdict has been waiting.");
        if (backlog is not null)
        {
            text.Sample(Age, "", backlog.Age.TotalSeconds);
        }

        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        response.ContentType = PrometheusText.ContentType;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(bytes, context.HttpContext.RequestAborted);
        }
    }
}
