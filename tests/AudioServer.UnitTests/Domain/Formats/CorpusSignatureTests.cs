using AudioServer.Domain.Formats;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Formats;

public class CorpusSignatureTests
{
    private static readonly string[] VideoContainers = ["mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "ogg", "flv"];

    [CorpusFact]
    public void Every_audio_file_asks_for_the_demuxer_of_its_container()
    {
        var wrong = Corpus.Files()
            .Where(file => file.Kind == "audio")
            .Select(file => (file.Path, Expected: new Signature.Media(Demuxer(file.Container!)), Actual: Detect(file)))
            .Where(answer => answer.Actual != answer.Expected);

        wrong.Should().BeEmpty();
    }

    [CorpusFact]
    public void Everything_else_is_refused_but_videos_whose_sound_only_a_prober_can_miss()
    {
        var files = Corpus.Files().Where(file => file.Kind == "not-audio").ToLookup(file => VideoContainers.Contains(file.Container));

        files[true].Where(file => Detect(file) != new Signature.Media(Demuxer(file.Container!))).Should().BeEmpty();
        files[false].Where(file => Detect(file) is not Signature.Other).Should().BeEmpty();
    }

    [CorpusFact]
    public void Damaged_and_ambiguous_files_have_an_answer_too() =>
        Corpus.Files().Where(file => file.Kind is "damaged" or "ambiguous").Where(file => Detect(file) is null).Should().BeEmpty();

    private static Signature Detect(CorpusFile file)
    {
        using var content = Corpus.Open(file);
        return SignatureDetector.Detect(content);
    }

    private static string Demuxer(string container) => container switch
    {
        "mov,mp4,m4a,3gp,3g2,mj2" => "mov",
        "matroska,webm" => "matroska",
        _ => container,
    };
}
