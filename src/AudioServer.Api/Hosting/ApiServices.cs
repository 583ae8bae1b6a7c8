using System.Net.Mime;
using System.Text;
using AudioServer.Api.Access;
using AudioServer.Api.Binding;
using AudioServer.Api.Http;
using AudioServer.Api.OpenApi;
using AudioServer.Application;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Hosting;

internal static class ApiServices
{
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAccess(configuration);
        services.AddOptions<StopOptions>().BindConfiguration("Stop").Validate(stop => stop.IsValid, "Stop:Grace is a time from 00:00:00 to 00:10:00.").ValidateOnStart();
        services.AddSingleton<StopSignal>();

        // Beyond the grace, time to write the last answers; the host's own 30 s would cut a longer grace short.
        services.AddOptions<HostOptions>().Configure<IOptions<StopOptions>>((host, stop) => host.ShutdownTimeout = stop.Value.Grace + StopOptions.TimeToAnswer);

        // HostGuard does this, where its refusal is explained and logged.
        services.PostConfigure<HostFilteringOptions>(options => options.AllowedHosts = ["*"]);
        services.AddControllers(mvc =>
        {
            // Reading any parameter would otherwise read the body as a form first: curl calls every raw body one.
            mvc.ValueProviderFactories.Clear();
            mvc.ValueProviderFactories.Add(new RouteValueProviderFactory());
            mvc.Filters.Add<NoParametersFilter>();

            // JSON is UTF-8, whatever Accept-Charset asks for.
            foreach (var formatter in mvc.OutputFormatters.OfType<TextOutputFormatter>())
            {
                formatter.SupportedEncodings.Remove(Encoding.Unicode);
            }

            // Every answer that the framework writes is JSON, and is called so.
            mvc.Filters.Add(new ProducesAttribute(MediaTypeNames.Application.Json));

            mvc.ModelMetadataDetailsProviders.Add(new LowerCaseParameterNames());
        }).AddApplicationPart(typeof(ApiServices).Assembly).ConfigureApiBehaviorOptions(behavior =>
        {
            // Parameters are read, and errors written, by ours alone.
            behavior.SuppressMapClientErrors = true;
            behavior.SuppressModelStateInvalidFilter = true;
            behavior.SuppressInferBindingSourcesForParameters = true;
        }).AddJsonOptions(json => JsonSettings.Apply(json.JsonSerializerOptions));
        services.ConfigureHttpJsonOptions(json => JsonSettings.Apply(json.SerializerOptions));
        services.AddServerOpenApi();
        services.AddPage();
        return services;
    }
}
