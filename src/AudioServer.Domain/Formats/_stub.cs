namespace AudioServer.Domain.Formats;
public static class SignatureDetector { public static Signature Detect(Stream content) => new Signature.Media("wav"); }
public static class MediaTypes { public static string ContractContainer(string f) => f; public static string ContentType(string c, string d, bool v, bool w) => c; public static string Extension(string c, string d, bool v, bool w) => c; }
